import type { ReactNode } from "react";

/** A term and its value in the list about a petition. */
export function About({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
