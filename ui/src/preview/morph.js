/**
 * Makes nodes of a page equal to others with few changes, so that what did not change
 * (a loaded picture, an open fold, a selection) stays as it is.
 *
 * Stands before `frame.js` in the one script of the preview frame; see there.
 *
 * @param {(element: Element) => ChildNode[] | null} childrenOf  the children that are to be
 *   made equal; `null` for an element whose inside is somebody else's affair
 */
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- `frame.js` uses it
const morphing = (childrenOf) => {
  "use strict";

  /**
   * Makes a run of siblings equal to `now` and answers the nodes that stand there.
   * @param {Node} owner
   * @param {ChildNode[]} old
   * @param {ChildNode[]} now
   * @param {ChildNode | null} before  where the run ends
   */
  function morphList(owner, old, now, before) {
    const head = sharedStart(old, now);
    const tail = sharedStart(old.slice(head).reverse(), now.slice(head).reverse());
    const kept = old.slice(0, head);
    const end = old.slice(old.length - tail);
    const left = old.slice(head, old.length - tail);
    const wanted = now.slice(head, now.length - tail);
    const until = end[0] ?? before;
    wanted.forEach((node, i) => {
      const there = left[i];
      if (there && morph(there, node)) {
        kept.push(there);
      } else if (there) {
        there.replaceWith(node);
        kept.push(node);
      } else {
        owner.insertBefore(node, until);
        kept.push(node);
      }
    });
    for (const node of left.slice(wanted.length)) node.remove();
    return [...kept, ...end];
  }

  /** @param {ChildNode[]} a @param {ChildNode[]} b */
  function sharedStart(a, b) {
    const most = Math.min(a.length, b.length);
    let n = 0;
    while (n < most && a[n]?.isEqualNode(/** @type {Node} */ (b[n]))) n++;
    return n;
  }

  /**
   * Makes `old` equal to `now`, if they are of one kind.
   * @param {ChildNode} old
   * @param {ChildNode} now
   */
  function morph(old, now) {
    if (old.nodeType !== now.nodeType || old.nodeName !== now.nodeName) return false;
    if (!(old instanceof Element) || !(now instanceof Element)) {
      if (old.nodeValue !== now.nodeValue) old.nodeValue = now.nodeValue;
      return true;
    }
    morphAttributes(old, now);
    const inside = childrenOf(old);
    if (inside) morphList(old, inside, childrenOf(now) ?? [], null);
    return true;
  }

  /** @param {Element} old @param {Element} now */
  function morphAttributes(old, now) {
    for (const { name } of [...old.attributes]) {
      // Whether a <details> is open is the reader's choice.
      if (!now.hasAttribute(name) && name !== "open") old.removeAttribute(name);
    }
    for (const { name, value } of [...now.attributes]) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
  }

  return { morph, morphList };
};
