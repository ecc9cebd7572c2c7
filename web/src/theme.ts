// One neutral family, one accent; colour belongs to data (theme.css holds what data may wear).
import { Combobox, createTheme, Popover, SegmentedControl, type MantineColorsTuple } from "@mantine/core";

const accent: MantineColorsTuple = [
  "#eef0fa", "#d9def3", "#b9c3ea", "#97a6e0", "#7a8cd6", "#6176c8", "#4d61b4", "#3d4e9e", "#35438c", "#2a356f",
];

/// The neutrals of the dark pages: ink to paper, a little warm.
const dark: MantineColorsTuple = [
  "#eceae4", "#d5d3cd", "#aeb3ba", "#8d949d", "#4b5058", "#383d44", "#272b31", "#1d2025", "#16181b", "#101214",
];

/// The same for the light ones; Mantine's own greys are a little too pale to be read by everybody.
const gray: MantineColorsTuple = [
  "#f7f5f1", "#efece6", "#e4e1da", "#d6d3cb", "#c2bfb7", "#989690", "#6a6b6c", "#565b61", "#3b4046", "#1d2126",
];

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  colors: { accent, dark, gray },
  black: "#1d2126",
  fontFamily: "var(--bw-sans)",
  fontFamilyMonospace: "var(--bw-mono)",
  headings: { fontFamily: "var(--bw-serif)", fontWeight: "600" },
  defaultRadius: "sm",
  radius: { xs: "2px", sm: "4px", md: "6px", lg: "8px", xl: "16px" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // What opens stays where it was opened from: in the same landmark, next in the order of the keyboard.
    Popover: Popover.extend({ defaultProps: { withinPortal: false } }),
    Combobox: Combobox.extend({ defaultProps: { withinPortal: false } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { transitionDuration: 0 } }),
  },
});
