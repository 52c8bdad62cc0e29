using System.Runtime.InteropServices;
using System.Text;
using Fulcrum.Data;
using Fulcrum.Models.Weights;

namespace Fulcrum.Models.Gguf;

/// <summary>Walks over the values of a GGUF header and refuses to walk beyond the file.</summary>
internal sealed class GgufReader(MappedFile file)
{
    /// <summary>Where the next value begins.</summary>
    public long Position { get; private set; }

    /// <summary>Reads one number of a fixed size.</summary>
    public T Number<T>() where T : unmanaged => MemoryMarshal.Read<T>(Take(Marshal.SizeOf<T>()));

    /// <summary>Reads a string: a 64-bit count of bytes, then UTF-8.</summary>
    public string Text() => Encoding.UTF8.GetString(Take(Count(1)));

    /// <summary>Reads a 64-bit count of things that take at least <paramref name="smallest"/> bytes each.</summary>
    public int Count(int smallest)
    {
        var count = Number<ulong>();
        return count <= (ulong)(file.Length - Position) / (ulong)smallest && count <= int.MaxValue
            ? (int)count
            : throw Malformed($"It claims to hold {count} values where it has no room for them.");
    }

    /// <summary>Reads a metadata value: <see cref="string"/>, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/> or a list of these.</summary>
    public object Value() => Value(Number<uint>());

    /// <summary>The error for a file that breaks the format's rules.</summary>
    public InputException Malformed(string message) =>
        new(new InputError($"Invalid GGUF file. {message}") { File = file.Path, Remedy = "Fetch the file again." });

    private object Value(uint type) => type switch
    {
        0 => (long)Number<byte>(),
        1 => (long)Number<sbyte>(),
        2 => (long)Number<ushort>(),
        3 => (long)Number<short>(),
        4 => (long)Number<uint>(),
        5 => (long)Number<int>(),
        6 => (double)Number<float>(),
        7 => Number<byte>() != 0,
        8 => Text(),
        9 => List(Number<uint>()),
        10 => unchecked((long)Number<ulong>()),
        11 => Number<long>(),
        12 => Number<double>(),
        _ => throw Malformed($"It holds metadata of the unknown type {type}."),
    };

    private List<object> List(uint type)
    {
        if (type == 9) throw Malformed("It holds a list of lists.");
        var count = Count(1);
        var list = new List<object>(Math.Min(count, 1 << 16));
        for (var index = 0; index < count; index++) list.Add(Value(type));
        return list;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > file.Length - Position) throw Malformed("It is cut off in its header.");
        var bytes = file.Bytes(Position, count);
        Position += count;
        return bytes;
    }
}
