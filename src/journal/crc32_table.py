"""Print the tables of CRC-32 (IEEE 802.3) for slicing by 16: line n, place b is the checksum of byte b followed by n
zero bytes, without the inversions at start and end."""
POLYNOMIAL = 0xEDB88320  # with the lowest power in the highest bit
SLICES = 16


def shifted(value):
    for _ in range(8):
        value = value >> 1 ^ (POLYNOMIAL if value & 1 else 0)
    return value


def main():
    first = [shifted(byte) for byte in range(256)]
    line = first
    print("/* Written by crc32_table.py. */")
    for _ in range(SLICES):
        print("{" + ",".join(f"0x{value:08X}" for value in line) + "},")
        line = [value >> 8 ^ first[value & 255] for value in line]


if __name__ == "__main__":
    main()
