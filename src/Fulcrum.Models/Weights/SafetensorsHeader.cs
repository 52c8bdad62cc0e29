using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.Tokenization.Serialization;

namespace Fulcrum.Models.Weights;

/// <summary>Reads and checks the header of a safetensors file.</summary>
/// <remarks>
/// https://github.com/huggingface/safetensors#format: eight bytes of header length, the header as JSON, the data; the
/// tensors' data fill the rest of the file without holes or overlap.
/// </remarks>
internal static class SafetensorsHeader
{
    /// <summary>The format's own limit.</summary>
    private const long LargestHeader = 100_000_000;

    private const string Fault = "Invalid safetensors file.";
    private const string Remedy = "Fetch the file again.";

    private static readonly Dictionary<string, SafetensorsType> Types =
        Enum.GetValues<SafetensorsType>().ToDictionary(type => type.ToString().ToUpperInvariant());

    /// <returns>The entries in the order of their data, and <c>__metadata__</c>.</returns>
    /// <exception cref="InputException">The file does not keep the format's rules; every rule broken is named.</exception>
    public static (IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata) Read(MappedFile file)
    {
        var length = file.Length < 8 ? -1 : BitConverter.ToInt64(file.Bytes(0, 8));
        if (length is < 2 or > LargestHeader || length > file.Length - 8)
            throw Malformed(file, length > LargestHeader ? "Its header claims more than 100 MB." : "Its header is cut off.");

        var errors = new List<string>();
        var entries = new List<SafetensorsEntry>();
        var metadata = new Dictionary<string, string>();
        try
        {
            using var json = JsonDocument.Parse(file.Bytes(8, (int)length).ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false });
            foreach (var property in json.RootElement.EnumerateObject())
            {
                try
                {
                    if (property.NameEquals("__metadata__"))
                        foreach (var pair in property.Value.EnumerateObject()) metadata[pair.Name] = pair.Value.GetString() ?? "";
                    else
                        entries.Add(Entry(property, 8 + length, file.Length, errors));
                }
                catch (FormatException cause)
                {
                    errors.Add($"The tensor {property.Name} is not described as the format asks: {cause.Message}");
                }
            }
        }
        catch (JsonException cause)
        {
            throw new InputException(JsonInput.Error(cause, $"{Fault} Its header", file.Path) with { Remedy = Remedy }, cause);
        }
        catch (InvalidOperationException cause)
        {
            throw Malformed(file, $"Its header is not as the format asks: {cause.Message}", cause);
        }

        var ordered = entries.OrderBy(entry => entry.Offset).ThenBy(entry => entry.ByteCount).ToList();
        if (errors.Count == 0) CheckThatDataFillTheFile(ordered, 8 + length, file.Length, errors);
        return errors.Count == 0 ? (ordered, metadata) : throw Malformed(file, Told(errors));
    }

    private static SafetensorsEntry Entry(JsonProperty property, long dataStart, long fileLength, List<string> errors)
    {
        var name = property.Name;
        var text = property.Value.Text("dtype");
        if (!Types.TryGetValue(text, out var type))
            errors.Add($"The tensor {name} has the type {text}, which Fulcrum does not read.");
        var shape = Integers(property.Value, "shape");
        var offsets = Integers(property.Value, "data_offsets");
        if (offsets is not [>= 0, var end] || end < offsets[0] || end > fileLength - dataStart)
        {
            errors.Add($"The data of tensor {name} lie outside the file.");
            return new SafetensorsEntry(name, type, shape, 0, 0);
        }

        if (SizeOf(type, shape) != end - offsets[0])
            errors.Add($"The tensor {name} of shape [{string.Join(", ", shape)}] and type {text} has {end - offsets[0]} bytes of data.");
        return new SafetensorsEntry(name, type, shape, dataStart + offsets[0], end - offsets[0]);
    }

    private static long[] Integers(JsonElement tensor, string key) => [.. tensor.Items(key).Select(value =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw new FormatException($"\"{key}\" holds {value.GetRawText()}."))];

    /// <summary>The bytes that the shape asks for, or -1 where that is no sensible number.</summary>
    private static long SizeOf(SafetensorsType type, long[] shape)
    {
        Int128 size = SafetensorsEntry.ElementSize(type);
        foreach (var dimension in shape)
        {
            if (dimension < 0 || size > long.MaxValue) return -1;
            size *= dimension;
        }

        return size > long.MaxValue ? -1 : (long)size;
    }

    private static void CheckThatDataFillTheFile(List<SafetensorsEntry> ordered, long dataStart, long fileLength, List<string> errors)
    {
        var position = dataStart;
        foreach (var entry in ordered)
        {
            if (entry.Offset < position) errors.Add($"The data of tensor {entry.Name} overlap those before it.");
            if (entry.Offset > position) errors.Add($"There is a hole before the data of tensor {entry.Name}.");
            position = entry.Offset + entry.ByteCount;
        }

        if (errors.Count == 0 && position != fileLength) errors.Add($"{fileLength - position} bytes follow the last tensor.");
    }

    private static string Told(List<string> errors) =>
        string.Join(" ", errors.Take(InputErrorList.Shown)) + (errors.Count > InputErrorList.Shown ? $" {errors.Count - InputErrorList.Shown} more errors are not shown." : "");

    private static InputException Malformed(MappedFile file, string message, Exception? cause = null) =>
        new(new InputError($"{Fault} {message}") { File = file.Path, Remedy = Remedy }, cause);
}
