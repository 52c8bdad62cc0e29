using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fulcrum.Ladder.TaskKinds;

/// <summary>A kind of task by its name.</summary>
internal sealed class TaskKindConverter : JsonConverter<TaskKind>
{
    public override TaskKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TaskKind.Find(reader.GetString()) ?? throw new JsonException($"`{reader.GetString()}` is not a kind of task; there are {string.Join(", ", TaskKind.All)}.");

    public override void Write(Utf8JsonWriter writer, TaskKind value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
