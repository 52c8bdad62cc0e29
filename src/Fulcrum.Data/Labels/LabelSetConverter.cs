using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fulcrum.Data.Labels;

/// <summary>The label of a classification as a string, the labels of a multi-label row as an array of strings.</summary>
internal sealed class LabelSetConverter : JsonConverter<LabelSet>
{
    public override LabelSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return LabelSet.Of(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("Labels are a string or an array of strings.");
        var labels = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            labels.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("A label is a string."));
        return LabelSet.OfList(labels);
    }

    public override void Write(Utf8JsonWriter writer, LabelSet value, JsonSerializerOptions options)
    {
        if (!value.IsList)
        {
            writer.WriteStringValue(value.Only);
            return;
        }

        writer.WriteStartArray();
        foreach (var label in value) writer.WriteStringValue(label);
        writer.WriteEndArray();
    }
}
