using System.Text;
using Fulcrum.Data;
using YamlDotNet.Core;

namespace Fulcrum.Ladder.Tasks.Yaml;

/// <summary>The text of a YAML file, which is UTF-8, or UTF-16 or UTF-32 with a byte order mark (YAML 1.2, 5.2).</summary>
internal static class YamlFile
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    // UTF-32 little endian begins with the mark of UTF-16 little endian, so it is asked first.
    private static readonly Encoding[] Marked = [Encoding.UTF8, Encoding.UTF32, Encoding.Unicode, Encoding.BigEndianUnicode];

    /// <summary>The text without a byte order mark, or <see langword="null"/> where it is not UTF-8; where that shows goes to <paramref name="errors"/>.</summary>
    public static string? Read(string path, InputErrorList errors)
    {
        ReadOnlySpan<byte> bytes = BytesOf(path);
        foreach (var encoding in Marked)
        {
            if (!bytes.StartsWith(encoding.Preamble)) continue;
            bytes = bytes[encoding.Preamble.Length..];
            if (encoding != Encoding.UTF8) return encoding.GetString(bytes);
            break;
        }

        if (Invalid(bytes) is not { } invalid) return Encoding.UTF8.GetString(bytes);
        var before = Encoding.UTF8.GetString(bytes[..invalid]);
        var at = new Mark(before.Length, before.AsSpan().Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
        errors.Add(
            at,
            $"The file is not UTF-8: there is no character with the byte 0x{bytes[invalid]:X2} here, which is `{Windows1252.GetString(bytes.Slice(invalid, 1))}` in Windows-1252.",
            "Save the file as UTF-8.");
        return null;
    }

    private static byte[] BytesOf(string path)
    {
        using var file = RegularFile.OpenRead(path);
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>The first byte that is no UTF-8.</summary>
    private static int? Invalid(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) != System.Buffers.OperationStatus.Done) return at;
            at += length;
        }

        return null;
    }
}
