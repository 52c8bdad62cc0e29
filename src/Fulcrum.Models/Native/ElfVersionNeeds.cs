using System.Buffers.Binary;
using System.Text;

namespace Fulcrum.Models.Native;

/// <summary>
/// Edits the symbol-version requirements (<c>.gnu.version_r</c>) of a 64-bit little-endian ELF image in memory.
/// </summary>
/// <remarks>
/// Layout: System V ABI, chapter 4, and Linux Standard Base 5.0, 10.7 "Symbol Versioning". A requirement that carries
/// <c>VER_FLG_WEAK</c> does not stop the dynamic linker when the library that should provide it does not.
/// </remarks>
internal static class ElfVersionNeeds
{
    private const uint SectionTypeVersionNeeds = 0x6ffffffe;
    private const ushort WeakFlag = 0x2;

    /// <summary>Marks every requirement of <paramref name="version"/> (e.g. <c>GLIBCXX_3.4.32</c>) weak.</summary>
    /// <returns>Whether the image was changed; false when there is no such requirement or it is weak already.</returns>
    /// <exception cref="InvalidDataException">The image is not a 64-bit little-endian ELF file or is cut off.</exception>
    public static bool MakeWeak(Span<byte> image, string version)
    {
        if (image.Length < 64 || !image[..4].SequenceEqual("\u007fELF"u8) || image[4] != 2 || image[5] != 1)
            throw new InvalidDataException("This is not a 64-bit little-endian ELF file.");
        try
        {
            return MakeWeak(image, Encoding.ASCII.GetBytes(version));
        }
        catch (Exception cause) when (cause is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("This ELF file is cut off.", cause);
        }
    }

    private static bool MakeWeak(Span<byte> image, ReadOnlySpan<byte> version)
    {
        var sectionHeaders = Offset(image, 0x28);
        var headerSize = UInt16(image, 0x3a);
        var count = UInt16(image, 0x3c);
        var changed = false;
        for (var index = 0; index < count; index++)
        {
            var section = image[(sectionHeaders + index * headerSize)..];
            if (UInt32(section, 4) != SectionTypeVersionNeeds) continue;
            var names = image[(sectionHeaders + (int)UInt32(section, 0x28) * headerSize)..];
            changed |= MakeWeak(image[Offset(section, 0x18)..], UInt32(section, 0x2c), image[Offset(names, 0x18)..], version);
        }

        return changed;
    }

    private static bool MakeWeak(Span<byte> needs, uint libraries, ReadOnlySpan<byte> names, ReadOnlySpan<byte> version)
    {
        var changed = false;
        for (var library = 0; library < libraries; library++)
        {
            var requirement = needs[(int)UInt32(needs, 8)..];
            for (var remaining = UInt16(needs, 2); remaining > 0; remaining--)
            {
                var flags = UInt16(requirement, 4);
                var name = names[(int)UInt32(requirement, 8)..];
                if ((flags & WeakFlag) == 0 && name[..name.IndexOf((byte)0)].SequenceEqual(version))
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(requirement[4..], (ushort)(flags | WeakFlag));
                    changed = true;
                }

                requirement = requirement[(int)UInt32(requirement, 12)..];
            }

            needs = needs[(int)UInt32(needs, 12)..];
        }

        return changed;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static int Offset(ReadOnlySpan<byte> bytes, int at) => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]));
}
