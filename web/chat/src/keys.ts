/** What the page needs to know about a key press. */
export interface KeyPress {
  key: string;
  shiftKey: boolean;
  isComposing: boolean;
  keyCode: number;
}

/** Say whether a press sends the question. Enter that picks a word in an input method does not.
 *
 * Safari reports keyCode 229 on the press that ends composition, after isComposing is already false.
 */
export function isSendKey(press: KeyPress): boolean {
  return press.key === "Enter" && !press.shiftKey && !press.isComposing && press.keyCode !== 229;
}
