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
    Los Angeles, College Station, Fort Meade"""
_STATES = """
    CA, California, MA, NY, MI, MD, Maryland, D.C., DC, TX, Texas, GA, MO, KS, NJ, New Jersey, CT, VA, Virginia, PA,
    England, Germany, UK, Russia"""
_GIVEN = """
    Dean, John, Robert, Richard, Henry, George, William, James, Charles, David, Thomas, Paul, Walter, McGeorge, Walt,
    Llewellyn, Averell, Lyndon, Dwight, Harry, Franklin, Lucius, Maxwell, Clark, Cyrus, Zbigniew, Alexander, Nikita,
    Leonid, Mikhail, Josef, Joseph, Edward, Frank, Frederick, Arthur, Adlai, Allen, Christian, Douglas, Gerald, Jimmy,
    Ronald, Winston, Harold, Anthony, Konrad, Willy, Ludwig, Helmut, Georges, Michael, Peter, Philip, Donald, Kenneth,
    Ellsworth, Eugene, Gordon, Hubert, Jack, Lewis, Livingston, Mike, Nelson, Orville, Ralph, Roger, Samuel, Stanley,
    Stewart, Theodore, Victor, Vernon, Warren, Wilbur, Anna, Eleanor, Margaret, Mary, Clare"""


def _set(listed: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in listed.split(","))


TOWNS = _set(_TOWNS)
STATES = _set(_STATES)
GIVEN_NAMES = _set(_GIVEN)
