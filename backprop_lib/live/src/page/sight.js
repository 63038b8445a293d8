// Whether a view can be seen: it is not scrolled away, in no closed fold and in no hidden tab.

const LONG = 30_000; // ms out of sight until that is told: whoever looks something up has come back

/**
 * Tells when what plays has been out of sight for long, and when it is seen again. Returns what looks
 * anew: to be called when it begins or ends to play.
 * @param {Element} element
 * @param {import("./shell.js").Shell} shell
 * @param {{plays: () => boolean, tell: (isAway: boolean) => void}} options
 */
export function watchSight(element, { on, guard, timer, signal }, { plays, tell }) {
  const wait = timer();
  let [isThere, isTold] = [true, false];
  function say(isAway) {
    isTold = isAway;
    tell(isAway);
  }
  function look() {
    const isSeen = isThere && !document.hidden;
    if (isSeen || !plays()) wait.stop();
    else if (!wait.runs()) wait.start(() => say(true), LONG);
    if (isSeen && isTold) say(false);
  }
  const heard = guard((entries) => {
    isThere = entries.at(-1).isIntersecting;
    look();
  });
  const observer = new IntersectionObserver(heard);
  observer.observe(element);
  signal.addEventListener("abort", () => observer.disconnect());
  on(document, "visibilitychange", look);
  return look;
}
