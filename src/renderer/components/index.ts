/*
 * What views are made of. Each has the look of styles/tokens.css in both themes, a visible focus and a name for readers.
 *
 *   Button, IconButton, Menu, Select, Segmented, Switch, TextField, SearchField, CopyButton
 *   StateDot (colour and shape; `toneOfService`, `toneOfStack`), Chip, Keys, Tooltip, Progress, RelativeTime, Duration
 *   Page (a view of this machine), Panel, DataTable, Dialog, HeadActions (buttons in the project's head)
 *   EmptyState, FailedState, StaleBanner, Skeleton; FollowedContent shows a followed state in each of its conditions
 *   serviceHue (which of --hue-1 to --hue-8 is a service's, in logs and charts alike)
 *   ErrorDetails (what, remedy, where, causes), Prose (`code` in sentences), showError and showNote (at the page's edge)
 *   Difference (how a text changes), Markdown (a stranger's README, as text)
 *   formatBytes, formatRate, formatPercent, formatCount, formatTime, sentence, plural, plainText
 */
export { BlockIcon } from './block-icon.tsx';
export { Button, IconButton } from './button.tsx';
export { Chip } from './chip.tsx';
export { classNames } from './class-names.ts';
export { CopyButton, copyText } from './copy-button.tsx';
export { type Column, DataTable } from './data-table.tsx';
export { Dialog } from './dialog.tsx';
export { Difference } from './difference.tsx';
export { ErrorDetails } from './error-details.tsx';
export { SearchField, TextField } from './fields.tsx';
export {
  formatBytes,
  formatCount,
  formatPercent,
  formatRate,
  formatTime,
  plainText,
  plural,
  sentence,
} from './format.ts';
export { giveHeadSlot, HeadActions } from './head-actions.tsx';
export { Keys } from './keys.tsx';
export { Markdown } from './markdown.tsx';
export { Menu, type MenuItem } from './menu.tsx';
export { Page, Panel } from './panel.tsx';
export { Progress } from './progress.tsx';
export { Prose } from './prose.tsx';
export { Segmented } from './segmented.tsx';
export { Select } from './select.tsx';
export { serviceHue } from './service-hue.ts';
export { StateDot, type Tone, toneOfService, toneOfStack } from './state-dot.tsx';
export { EmptyState, FailedState, FollowedContent, Skeleton, StaleBanner } from './states.tsx';
export { Switch } from './switch.tsx';
export { Duration, RelativeTime } from './time.tsx';
export { showError, showNote, Toasts } from './toasts.tsx';
export { Tooltip } from './tooltip.tsx';
