using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fulcrum.Ladder.Rungs.Settings;

/// <summary>
/// A setting that names an encoder, such as an embedding model. In a task file its path is relative to the file. Where it is not
/// set, each encoder given by <c>--model</c> makes a trial of its own.
/// </summary>
/// <param name="Path">The model's folder.</param>
[JsonConverter(typeof(Converter))]
public sealed record EncoderSetting(string Path)
{
    private sealed class Converter : JsonConverter<EncoderSetting>
    {
        public override EncoderSetting Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            new(reader.GetString() ?? throw new JsonException("null"));

        public override void Write(Utf8JsonWriter writer, EncoderSetting value, JsonSerializerOptions options) => writer.WriteStringValue(value.Path);
    }
}
