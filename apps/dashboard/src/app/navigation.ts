import {
  IconActivityHeartbeat,
  IconBell,
  IconBinaryTree,
  IconCpu,
  IconListDetails,
  IconRoute,
  IconTool,
  type Icon,
} from '@tabler/icons-react';

export interface Destination {
  readonly to: '/' | '/alerts' | '/work' | '/devices' | '/models' | '/rules' | '/streams';
  readonly label: string;
  readonly icon: Icon;
  /** Among the four that a phone shows at the thumb; the others are behind More. */
  readonly atThumb: boolean;
}

/** The places one can go, in the order in which a crew needs them. */
export const DESTINATIONS: readonly Destination[] = [
  { to: '/', label: 'Fleet', icon: IconActivityHeartbeat, atThumb: true },
  { to: '/alerts', label: 'Alerts', icon: IconBell, atThumb: true },
  { to: '/work', label: 'Work', icon: IconTool, atThumb: true },
  { to: '/devices', label: 'Devices', icon: IconCpu, atThumb: true },
  { to: '/models', label: 'Models', icon: IconBinaryTree, atThumb: false },
  { to: '/rules', label: 'Rules', icon: IconListDetails, atThumb: false },
  { to: '/streams', label: 'Streams', icon: IconRoute, atThumb: false },
];
