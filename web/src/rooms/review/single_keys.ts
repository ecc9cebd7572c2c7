// Whether single letters and digits act: whoever speaks to the machine, or presses keys by mistake, can turn them off.
import { useLocalStorage } from "@mantine/hooks";

export const useSingleKeys = () => useLocalStorage({ key: "bellwether-review-keys", defaultValue: true, getInitialValueInEffect: false });
