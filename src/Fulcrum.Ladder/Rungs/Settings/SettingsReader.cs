using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fulcrum.Data;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Ladder.Rungs.Settings;

/// <summary>Makes the record of a rung's settings of their JSON, and checks it.</summary>
public static class SettingsReader
{
    internal static JsonSerializerOptions Format { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Reads settings.</summary>
    /// <param name="rung">The rung.</param>
    /// <param name="settings">What differs from its defaults.</param>
    /// <param name="kind">The kind of the task that it is to solve.</param>
    /// <exception cref="InputException">A key is unknown or a value is not usable; all unusable values are named.</exception>
    public static RungSettings Read(RungDescription rung, JsonObject settings, TaskKind kind)
    {
        RungSettings read;
        try
        {
            read = (RungSettings)settings.Deserialize(rung.Settings, Format)!;
        }
        catch (JsonException cause)
        {
            throw new InputException(
                new InputError($"The settings of the {rung.Name} rung cannot be read: {JsonInput.Fault(cause)}") { Remedy = Known(rung) }, cause);
        }

        InputError[] errors = [.. Check(read).Concat(read.CheckFor(kind)).Select(error => new InputError($"{rung.Name}: {error.Message}") { Remedy = error.Remedy })];
        return errors.Length == 0 ? read : throw new InputException(errors);
    }

    /// <summary>Everything that is wrong with settings: values beyond their limits, then values that do not go together.</summary>
    private static IEnumerable<SettingError> Check(RungSettings settings) =>
        SettingProperties.Of(settings.GetType()).SelectMany(property => Check(property, property.GetValue(settings))).Concat(settings.Check());

    private static IEnumerable<SettingError> Check(PropertyInfo property, object? value)
    {
        var key = SettingProperties.Key(property);
        if (value is System.Collections.ICollection { Count: 0 } && SettingProperties.Attributes<NotEmptyAttribute>(property).Any())
            yield return new SettingError(key, $"`{key}` needs at least 1 entry.");
        foreach (var limit in SettingProperties.Attributes<LimitAttribute>(property))
        {
            foreach (var number in limit.Violations(value))
                yield return new SettingError(key, FormattableString.Invariant($"`{key}` must be {limit.Words}, not {number}."));
        }
    }

    private static string Known(RungDescription rung)
    {
        var keys = SettingProperties.Of(rung.Settings).Select(SettingProperties.Key).ToArray();
        return keys.Length == 0 ? "It takes no settings." : $"Its settings are {string.Join(", ", keys)}.";
    }
}
