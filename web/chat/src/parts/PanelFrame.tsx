/** The frame that all panels share. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../../../shared/text";
import { Icon } from "../icons";
import { closePanel } from "../panels";

const COVERS = "(max-width: 639px)";

/** A panel with a title, a text under it, a body that scrolls and (optionally) a bar of buttons. */
export function SidePanel(props: {
  title: string;
  lead?: ComponentChildren;
  foot?: ComponentChildren;
  children: ComponentChildren;
}) {
  const id = useId();
  return (
    <PanelFrame labelledBy={id}>
      <div class="panel-head">
        <h2 id={id}>{props.title}</h2>
        {props.lead && <p>{props.lead}</p>}
        <CloseButton />
      </div>
      <div class="panel-body" tabIndex={0} role="group" aria-labelledby={id}>
        {props.children}
      </div>
      {props.foot && <div class="panel-foot">{props.foot}</div>}
    </PanelFrame>
  );
}

/** The box of a panel. It takes focus when it appears. */
export function PanelFrame(props: { label?: string; labelledBy?: string; children: ComponentChildren }) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  const isModal = window.matchMedia(COVERS).matches;
  return (
    <section
      class="panel"
      ref={box}
      role="dialog"
      aria-modal={isModal || undefined}
      aria-label={props.label}
      aria-labelledby={props.labelledBy}
      tabIndex={-1}
    >
      {props.children}
    </section>
  );
}

export function CloseButton() {
  return (
    <button type="button" class="icon-button panel-close" aria-label={t("panel.close")} onClick={closePanel}>
      <Icon name="close" size={22} />
    </button>
  );
}
