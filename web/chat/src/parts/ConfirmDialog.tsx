/** A question with two verbs. Focus starts on the harmless one. */
import type { ComponentChildren, RefObject } from "preact";
import { useId } from "preact/hooks";

interface Props {
  element: RefObject<HTMLDialogElement | null>;
  title: string;
  cancel: string;
  confirm: string;
  isGrave?: boolean;
  /** Return false to keep the dialog open, for example while a reason is missing. */
  onConfirm: () => boolean | void;
  children: ComponentChildren;
}

export function ConfirmDialog({ element, title, cancel, confirm, isGrave, onConfirm, children }: Props) {
  const id = useId();
  const close = () => element.current?.close();
  const act = () => {
    if (onConfirm() !== false) close();
  };
  return (
    <dialog ref={element} class="dialog" aria-labelledby={id} onClick={(event) => event.stopPropagation()}>
      <h2 id={id}>{title}</h2>
      {children}
      <div class="dialog-actions">
        <button type="button" class="button" ref={startHere} onClick={close}>
          {cancel}
        </button>
        <button type="button" class={isGrave ? "button grave" : "button primary"} onClick={act}>
          {confirm}
        </button>
      </div>
    </dialog>
  );
}

/** Set once the button is in the page: earlier, the browser would try to focus it while the dialog is still closed. */
function startHere(button: HTMLButtonElement | null): void {
  button?.setAttribute("autofocus", "");
}
