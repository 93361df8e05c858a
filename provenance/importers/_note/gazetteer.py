"""Towns that stand behind an archive's name, and given names that stand behind a surname: ours, from the genre."""

from __future__ import annotations

_TOWNS = """
    Stanford, Prague, Praha, Moscow, Berlin, Budapest, Warsaw, Bucharest, Sofia, Washington, London, Paris, Vienna,
    Bonn, Koblenz, Princeton, Ann Arbor, College Park, Kew, Rome, Beijing, Kyiv, Kiev, Minsk, Vilnius, Riga, Tallinn,
    Tbilisi, Yerevan, Baku, Belgrade, Zagreb, Ljubljana, Bratislava, Geneva, New York, Cambridge, Oxford, New Haven,
    Hyde Park, Independence, Abilene, Atlanta, Simi Valley, Austin, Boston, Yorba Linda, Grand Rapids, Carlisle,
    Potsdam, Leipzig, Dresden, Munich, Cologne, Hamburg, Brussels, The Hague, Amsterdam, Oslo, Stockholm, Copenhagen,
    Helsinki, Madrid, Lisbon, Athens, Ankara, Istanbul, Jerusalem, Tel Aviv, Cairo, New Delhi, Delhi, Tokyo, Seoul,
    Pyongyang, Hanoi, Ulaanbaatar, Ulan Bator, Tirana, Skopje, Sarajevo, Chisinau, Almaty, Tashkent, St. Petersburg,
    Leningrad, Ottawa, Canberra, West Branch, Lexington, Norfolk, Chicago, Philadelphia, Ithaca, Berkeley,
    Los Angeles, College Station, Fort Meade, Brno, Kraków, Gdańsk, Wrocław, Łódź, Freiburg, Nantes, La Courneuve,
    Pierrefitte-sur-Seine, Milan, Turin, Bern, Tiranë, Chişinău, Beograd, Brasília, Buenos Aires, Santiago, Havana,
    Mexico City, Luxembourg, Dublin, Reykjavik, Nicosia, Kharkiv, Lviv, Odesa, Astana, Bishkek, Dushanbe, Ashgabat,
    Kabul, Islamabad, Pretoria, Nuremberg, Duxford, Tehran, Teheran, Baghdad, Damascus, Beirut, Amman,
    Bangkok, Jakarta, Manila, Phnom Penh, Vientiane, Ho Chi Minh City, Dhaka, Karachi, Nairobi, Addis Ababa, Algiers,
    Tunis, Rabat, Maputo, Luanda, Cape Town, Lima, Bogotá, Caracas, Quito, La Paz, Montevideo, Rio de Janeiro, Managua,
    Shanghai, Nanjing, Taipei, Hong Kong, Podolsk, Vladivostok, Kaunas, Poznań, Katowice, Opava, Košice, Cluj, Plovdiv,
    Novi Sad, Podgorica, Thessaloniki, Florence, Venice, Naples, Barcelona, Salamanca, Simancas, Alcalá de Henares,
    Bergen, Gothenburg, Uppsala, Aarhus, Turku, Zurich, Basel, Lausanne, Graz, Salzburg, Frankfurt, Stuttgart, Marburg,
    Düsseldorf, Sankt Augustin, Ludwigsburg, Strausberg, Edinburgh, Manchester, Caversham, Strasbourg, Vincennes,
    Aix-en-Provence, Suitland, Kansas City, Charlottesville, Durham, Chapel Hill, Madison, Minneapolis, St. Paul,
    Bloomington, Palo Alto, San Francisco, Москва, Подольск, Минск, София, Санкт-Петербург, Ленинград, Киев, Київ"""
_AMERICAN_TOWNS = """
    Stanford, Washington, Princeton, Ann Arbor, College Park, New York, Cambridge, New Haven, Hyde Park, Independence,
    Abilene, Atlanta, Simi Valley, Austin, Boston, Yorba Linda, Grand Rapids, Carlisle, West Branch, Lexington,
    Norfolk, Chicago, Philadelphia, Ithaca, Berkeley, Los Angeles, College Station, Fort Meade, Suitland, Kansas City,
    Charlottesville, Durham, Chapel Hill, Madison, Minneapolis, St. Paul, Bloomington, Palo Alto, San Francisco"""
_STATES = """
    CA, California, MA, Massachusetts, NY, MI, Michigan, MD, Maryland, D.C., DC, TX, Texas, GA, Georgia, MO, Missouri,
    KS, Kansas, NJ, New Jersey, CT, Connecticut, VA, Virginia, PA, Pennsylvania, IA, Iowa, IL, Illinois,
    England, Germany, UK, Russia"""
_GIVEN = """
    Dean, John, Robert, Richard, Henry, George, William, James, Charles, David, Thomas, Paul, Walter, McGeorge, Walt,
    Llewellyn, Averell, Lyndon, Dwight, Harry, Franklin, Lucius, Maxwell, Clark, Cyrus, Zbigniew, Alexander, Nikita,
    Leonid, Mikhail, Josef, Joseph, Edward, Frank, Frederick, Arthur, Adlai, Allen, Christian, Douglas, Gerald, Jimmy,
    Ronald, Winston, Harold, Anthony, Konrad, Willy, Ludwig, Helmut, Georges, Michael, Peter, Philip, Donald, Kenneth,
    Ellsworth, Eugene, Gordon, Hubert, Jack, Lewis, Livingston, Mike, Nelson, Orville, Ralph, Roger, Samuel, Stanley,
    Stewart, Theodore, Victor, Vernon, Warren, Wilbur, Anna, Eleanor, Margaret, Mary, Clare"""

COUNTRIES = frozenset(("England", "Germany", "UK", "Russia"))
AMERICAN_HOUSES = frozenset(("NARA", "USNA", "JFKL", "LBJL", "DDEL", "HSTL", "FDRL", "GRFL", "RMNL", "RRPL", "WNRC"))
"""Abbreviations of American houses, which name a collection where others write a call number."""
LANGUAGES = (
    "Russian|German|French|English|Polish|Czech|Slovak|Hungarian|Romanian|Bulgarian|Chinese|Spanish|Italian|Ukrainian|"
    "Serbian|Serbo-Croatian|Croatian|Slovenian|Macedonian|Albanian|Korean|Mongolian|Vietnamese|Japanese|Portuguese|"
    "Latin|Lithuanian|Latvian|Estonian|Georgian|Armenian|Azerbaijani|Dutch|Swedish|Norwegian|Danish|Finnish|Turkish|"
    "Arabic|Persian|Farsi|Dari|Pashto|Hebrew|Greek|Hindi|Urdu|Indonesian|Thai|Khmer|Lao|Burmese|Yiddish|Belarusian|"
    "Kazakh"
)
"""As the alternatives of a pattern."""


def _set(listed: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in listed.split(","))


TOWNS = _set(_TOWNS)
AMERICAN_TOWNS = _set(_AMERICAN_TOWNS)
STATES = _set(_STATES)
GIVEN_NAMES = _set(_GIVEN)
