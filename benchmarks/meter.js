// Runs in the page before its own scripts: notes when input comes and when a changed picture shows.
//
// Of an input: `stamp`, the event's own time stamp (when the browser got it), and `seen`, when the
// page's listeners ran. Of a picture: `changed`, when its text or image was exchanged, and `shown`,
// the first task after the frame that draws it: style, layout and paint of that frame are done,
// and it is on its way to the screen; `frame`, the time that names that frame. All in ms of
// performance.now().
(() => {
  const meter = { inputs: [], pictures: [], confirmations: [] };
  window.meter = meter;

  // ---- frames ------------------------------------------------------------------------------
  // A message that is sent inside a frame's callbacks arrives when the frame is done.
  const frameDone = new MessageChannel();
  const raf = window.requestAnimationFrame.bind(window);
  const waiting = []; // for the end of a frame: {time, act}
  let frame = 0; // time of the newest frame
  let inFrame = false;
  frameDone.port1.onmessage = ({ data: time }) => {
    if (time === frame) inFrame = false; // else the message of a frame before came late
    const now = performance.now();
    while (waiting.length && waiting[0].time <= time) waiting.shift().act(now);
  };
  function enter(time) {
    if (time === frame) return;
    frame = time;
    inFrame = true;
    frameDone.port2.postMessage(time);
  }
  window.requestAnimationFrame = (act) => raf((time) => { enter(time); act(time); });

  /** Call `act(time, now)` after the frame that draws the document as it is now; `time` names it. */
  function afterFrame(act) {
    const wait = () => waiting.push({ time: frame, act: act.bind(null, frame) });
    if (inFrame) wait();
    else raf((time) => { enter(time); wait(); }); // a change between frames waits for the next one
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
  function picture(changed, value) {
    afterFrame((frame, shown) => {
      meter.pictures.push({ changed, shown, frame, value });
      arrived();
    });
  }

  /** A promise of the next picture. */
  meter.next = () => { meter.promise = new Promise((resolve) => { arrived = resolve; }); };

  /** The picture has changed when this attribute has; `read()` says what it shows. */
  meter.watchAttribute = (element, attribute, read = () => null) => {
    new MutationObserver(() => picture(performance.now(), read())).observe(element, { attributeFilter: [attribute] });
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
