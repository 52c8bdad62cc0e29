using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Fulcrum.Ladder.Files;

/// <summary>How everything in a run folder and between worker and parent is written: snake_case names, enums by name.</summary>
public static class LadderJson
{
    /// <summary>One value per line, for <c>.jsonl</c> files and the worker protocol.</summary>
    public static JsonSerializerOptions Line { get; } = Create(indented: false);

    /// <summary>Indented, for files that people open.</summary>
    public static JsonSerializerOptions File { get; } = Create(indented: true);

    private static JsonSerializerOptions Create(bool indented)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            WriteIndented = indented,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // Computed properties are computed again by whoever reads the file.
            IgnoreReadOnlyProperties = true,
            // A file that lacks something, or holds null instead, is broken, and whoever reads it says so.
            RespectNullableAnnotations = true,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireWhatIsNeverNull } },
            // A diverged training run has a loss of NaN, and that is worth logging.
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            // Mail in any language stays readable; nothing here is put into HTML as it stands.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Parameters of records; those that may be null are left out of a file where they are. Anonymous types are only ever written.</summary>
    private static void RequireWhatIsNeverNull(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.Set is not null && property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false } parameter && Nullable.GetUnderlyingType(parameter.ParameterType) is null)
                property.IsRequired = true;
        }
    }
}
