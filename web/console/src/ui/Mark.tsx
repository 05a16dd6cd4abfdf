/** The mark of the product: corner quotation brackets around one point. */
export function Mark({ size = 30 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="7" fill="#0b4fa8" />
      <path d="M9 17V9h8M23 15v8h-8" fill="none" stroke="#fff" strokeWidth="3" />
      <circle cx="16" cy="16" r="2.2" fill="#ffc53d" />
    </svg>
  );
}
