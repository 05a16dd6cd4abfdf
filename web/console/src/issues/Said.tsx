/** A name and what was written under it. */
export function Said({ term, text }: { term: string; text: string }) {
  return (
    <div>
      <span className="meta">{term}</span>
      <p className="asked-text">{text}</p>
    </div>
  );
}
