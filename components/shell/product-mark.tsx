type ProductMarkProps = { className?: string };

/** Three panels, the middle one live. The same drawing as app/icon.svg. */
export function ProductMark({ className }: ProductMarkProps) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <rect width="24" height="24" rx="6" className="fill-accent" />
      <rect x="5" y="6" width="3" height="12" rx="1.5" className="fill-accent-contrast" opacity="0.6" />
      <rect x="10" y="6" width="4" height="12" rx="2" className="fill-accent-contrast" />
      <rect x="16" y="6" width="3" height="12" rx="1.5" className="fill-accent-contrast" opacity="0.6" />
    </svg>
  );
}
