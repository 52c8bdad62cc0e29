using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Fulcrum.Rungs.Head;

/// <summary>
/// One file of a <see cref="FeatureCache"/>, little-endian: a header of mark and dimensions, then records of one size: SHA-256 of the
/// text, tokens (int32), whether it was cut (int32), milliseconds (float64), the vector (float32), and the first 8 bytes of the SHA-256 of all
/// that. A record that a killed process did not finish is not read, nor one that is damaged.
/// </summary>
internal sealed class FeatureCacheFile : IDisposable
{
    public const string Extension = ".features";
    public const int HashBytes = 32;
    public const int HeaderBytes = 16;
    private const int ChecksumBytes = 8;
    private const int MostDimensions = 1 << 20;
    private const int BytesAtOnce = 4 << 20;

    private static ReadOnlySpan<byte> Mark => "fulcrum-feat"u8;

    private readonly SafeFileHandle _handle;
    private readonly byte[] _record;
    private readonly long _count;

    private FeatureCacheFile(SafeFileHandle handle, int dimensions)
    {
        _handle = handle;
        _record = new byte[RecordBytes(dimensions)];
        _count = (RandomAccess.GetLength(handle) - HeaderBytes) / _record.Length;
    }

    /// <summary>Opens a file.</summary>
    /// <returns><see langword="null"/> where it is no such file.</returns>
    public static FeatureCacheFile? Open(string path)
    {
        var handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (RandomAccess.Read(handle, header, 0) == HeaderBytes && header.StartsWith(Mark)
            && BinaryPrimitives.ReadInt32LittleEndian(header[Mark.Length..]) is > 0 and <= MostDimensions and var dimensions)
        {
            return new FeatureCacheFile(handle, dimensions);
        }

        handle.Dispose();
        return null;
    }

    /// <summary>What stands before the records.</summary>
    public static byte[] Header(int dimensions)
    {
        var header = new byte[HeaderBytes];
        Mark.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(Mark.Length), dimensions);
        return header;
    }

    /// <summary>The bytes of a record.</summary>
    public static byte[] Record(ReadOnlySpan<byte> hash, TextFeatures features)
    {
        var bytes = new byte[RecordBytes(features.Vector.Length)];
        var rest = bytes.AsSpan(HashBytes);
        hash.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(rest, features.Tokens);
        BinaryPrimitives.WriteInt32LittleEndian(rest[4..], features.WasCut ? 1 : 0);
        BinaryPrimitives.WriteDoubleLittleEndian(rest[8..], features.Milliseconds);
        MemoryMarshal.AsBytes(features.Vector.AsSpan()).CopyTo(rest[16..]);
        Checksum(bytes).CopyTo(bytes.AsSpan(^ChecksumBytes..));
        return bytes;
    }

    /// <summary>What records are found by.</summary>
    public static UInt128 IndexOf(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128LittleEndian(hash);

    /// <summary>Where the record of each text begins.</summary>
    public IEnumerable<(UInt128 Index, long Offset)> Records()
    {
        var atOnce = Math.Max(1, BytesAtOnce / _record.Length);
        var buffer = new byte[(int)Math.Min(atOnce, _count) * _record.Length];
        for (var first = 0L; first < _count; first += atOnce)
        {
            var read = RandomAccess.Read(_handle, buffer, HeaderBytes + (first * _record.Length));
            for (var start = 0; start + _record.Length <= read; start += _record.Length)
                yield return (IndexOf(buffer.AsSpan(start)), HeaderBytes + (first * _record.Length) + start);
        }
    }

    /// <summary>The features in a record; <see langword="null"/> where they are of another text or damaged.</summary>
    public TextFeatures? Read(long offset, ReadOnlySpan<byte> hash)
    {
        if (RandomAccess.Read(_handle, _record, offset) != _record.Length || !_record.AsSpan().StartsWith(hash)) return null;
        if (!Checksum(_record).SequenceEqual(_record.AsSpan(^ChecksumBytes..))) return null;
        var rest = _record.AsSpan(HashBytes..^ChecksumBytes);
        return new TextFeatures(
            MemoryMarshal.Cast<byte, float>(rest[16..]).ToArray(),
            BinaryPrimitives.ReadInt32LittleEndian(rest),
            BinaryPrimitives.ReadInt32LittleEndian(rest[4..]) != 0,
            BinaryPrimitives.ReadDoubleLittleEndian(rest[8..]));
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static int RecordBytes(int dimensions) => HashBytes + 16 + (dimensions * sizeof(float)) + ChecksumBytes;

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> record) => SHA256.HashData(record[..^ChecksumBytes]).AsSpan(..ChecksumBytes);
}
