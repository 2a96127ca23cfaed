import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button, type ButtonProps } from './button.tsx';

interface MoreButtonProps extends Pick<ButtonProps, 'className' | 'children' | 'size'> {
  query: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
}

/** Below a list that comes a page at a time: asks for the next one. Not there after the last. */
export function MoreButton({ query, size = 'sm', className, children }: MoreButtonProps) {
  if (!query.hasNextPage) return null;
  return (
    <Button
      size={size}
      className={className}
      busy={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {children}
    </Button>
  );
}
