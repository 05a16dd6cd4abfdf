import type { ReactNode } from "react";

interface PaneProps {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  foot?: ReactNode;
  /** Set when nothing inside can take the focus, so that the keyboard can still scroll it. */
  focusable?: boolean;
  className?: string;
  children: ReactNode;
}

/** One of the side-by-side parts of a work page; it scrolls by itself. */
export function Pane({ title, note, actions, foot, focusable = false, className = "", children }: PaneProps) {
  return (
    <section className={`pane ${className}`} aria-label={title}>
      <header className="pane-head">
        <h2>{title}</h2>
        {note !== undefined && <span className="meta">{note}</span>}
        {actions !== undefined && <div className="pane-actions">{actions}</div>}
      </header>
      <div className="pane-body" {...(focusable ? { tabIndex: 0, role: "group", "aria-label": title } : {})}>
        {children}
      </div>
      {foot !== undefined && <footer className="pane-foot">{foot}</footer>}
    </section>
  );
}
