using System.Text.Json.Nodes;
using Fulcrum.Data;

namespace Fulcrum.Models.Weights;

/// <summary>The <c>model.safetensors.index.json</c> of weights in several files.</summary>
internal static class ShardIndex
{
    /// <summary>Reads its <c>weight_map</c>: the file of each tensor, as the index names it.</summary>
    /// <exception cref="InputException">The index cannot be read or is malformed, or a file is not <paramref name="isAllowed"/>.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path, Func<string, bool> isAllowed)
    {
        var map = JsonInput.ReadObject(path, "The index of the shards")["weight_map"] as JsonObject ?? throw Refused("has no weight_map");
        return map.ToDictionary(
            entry => entry.Key,
            entry => entry.Value is not JsonValue value || !value.TryGetValue<string>(out var file) ? throw Refused($"names no file for the tensor {entry.Key}")
                : isAllowed(file) ? file
                : throw Refused($"names the file {file}, which is outside the folder"));

        InputException Refused(string fault) => new(new InputError($"The index of the shards {fault}.") { File = path });
    }
}
