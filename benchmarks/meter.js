// Runs in the page before its own scripts: notes when input comes and when a changed picture shows.
//
// Of an input: `stamp`, the event's own time stamp (when the browser got it), and `seen`, when the
// page's listeners ran. Of a picture: `changed`, when its text or image was exchanged, and `shown`,
// the first task after the frame that draws it: style, layout and paint of that frame are done,
// and it is on its way to the screen. All in ms of performance.now().
(() => {
  const meter = { inputs: [], pictures: [], confirmations: [] };
  window.meter = meter;

  // ---- frames ------------------------------------------------------------------------------
  // A message that is sent inside a frame's callbacks arrives when the frame is done.
  const frameDone = new MessageChannel();
  const raf = window.requestAnimationFrame.bind(window);
  const waiting = [];
  let inFrame = false;
  frameDone.port1.onmessage = () => {
    inFrame = false;
    const now = performance.now();
    for (const act of waiting.splice(0)) act(now);
  };
  function enter() {
    if (inFrame) return;
    inFrame = true;
    frameDone.port2.postMessage(0);
  }
  window.requestAnimationFrame = (act) => raf((time) => { enter(); act(time); });

  /** Call `act(now)` after the frame that draws the document as it is now. */
  function afterFrame(act) {
    waiting.push(act);
    if (!inFrame) raf(enter); // a change between frames waits for the next one
  }

  // ---- input -------------------------------------------------------------------------------
  for (const type of ["keydown", "pointermove"]) {
    addEventListener(type, (event) => {
      if (type === "keydown" && !event.key.startsWith("Arrow")) return;
      if (type === "pointermove" && !event.buttons) return;
      const moves = event.getCoalescedEvents?.().length || 1; // pointer moves since the last frame
      meter.inputs.push({ stamp: event.timeStamp, seen: performance.now(), moves });
    }, { capture: true });
  }

  // ---- pictures ----------------------------------------------------------------------------
  let arrived = () => {};
  function picture(changed) {
    afterFrame((shown) => {
      meter.pictures.push({ changed, shown });
      arrived();
    });
  }

  /** A promise of the next picture. */
  meter.next = () => { meter.promise = new Promise((resolve) => { arrived = resolve; }); };

  /** The picture has changed when this element's text has. */
  meter.watchText = (element) => {
    let text = element.textContent;
    new MutationObserver(() => {
      if (element.textContent === text) return;
      text = element.textContent;
      picture(performance.now());
    }).observe(element, { childList: true, characterData: true, subtree: true });
  };

  /** The picture has changed when a new image stands inside `element`, and is decoded. */
  meter.watchImages = (element) => {
    const news = (image) => {
      const changed = performance.now();
      image.decode().then(() => picture(changed), () => {}); // replaced before it was decoded
    };
    new MutationObserver((mutations) => {
      for (const { type, target, addedNodes } of mutations) {
        if (type === "attributes") news(target);
        for (const node of addedNodes) {
          if (node.tagName === "IMG") news(node);
          else node.querySelectorAll?.("img").forEach(news);
        }
      }
    }).observe(element, { childList: true, subtree: true, attributeFilter: ["src"] });
  };

  /** The kernel's own record agrees with the picture when this attribute says so. */
  meter.watchConfirmation = (element, attribute, value) => {
    new MutationObserver(() => {
      if (element.getAttribute(attribute) === value) meter.confirmations.push(performance.now());
    }).observe(element, { attributeFilter: [attribute] });
  };

  /** All that was noted since the last call. */
  meter.take = () => {
    const { inputs, pictures, confirmations } = meter;
    Object.assign(meter, { inputs: [], pictures: [], confirmations: [] });
    return { inputs, pictures, confirmations };
  };
})();
