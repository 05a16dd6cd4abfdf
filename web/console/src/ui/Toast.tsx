import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";

const SHOWN_MS = 6_000;

const ToastContext = createContext<(sentence: string) => void>(() => undefined);

/** Says a sentence at the bottom for six seconds; for good news only, an error stays where it belongs. */
export const useToast = () => useContext(ToastContext);

/** Holds the one dark line at the bottom of the console. */
export function ToastHost({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<{ sentence: string; at: number } | null>(null);
  const say = useCallback((sentence: string) => setToast({ sentence, at: Date.now() }), []);
  useEffect(() => {
    if (toast === null) return undefined;
    const timer = window.setTimeout(() => setToast(null), SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [toast]);
  return (
    <ToastContext value={say}>
      {children}
      <div role="status" className="toast-place">
        {toast !== null && <div className="toast">{toast.sentence}</div>}
      </div>
    </ToastContext>
  );
}
