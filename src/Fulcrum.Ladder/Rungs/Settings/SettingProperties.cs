using System.Reflection;
using System.Text.Json;

namespace Fulcrum.Ladder.Rungs.Settings;

/// <summary>The properties of a record of settings.</summary>
internal static class SettingProperties
{
    /// <summary>All that a task file may set, those of the base record first.</summary>
    public static IReadOnlyList<PropertyInfo> Of(Type settings) =>
    [
        .. settings.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .GroupBy(property => property.Name)
            .Select(overridden => overridden.MaxBy(property => Depth(property.DeclaringType!))!)
            .OrderBy(property => Depth(property.GetMethod!.GetBaseDefinition().DeclaringType!))
            .ThenBy(property => property.MetadataToken),
    ];

    /// <summary>The key of a property, e.g. <c>learning_rates</c>.</summary>
    public static string Key(PropertyInfo property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    /// <summary>The key of the setting that names an encoder, where a rung has one.</summary>
    public static string? EncoderKey(Type settings) =>
        Of(settings).FirstOrDefault(property => property.PropertyType == typeof(EncoderSetting)) is { } property ? Key(property) : null;

    /// <summary>Attributes of a property and of what it overrides.</summary>
    public static IEnumerable<T> Attributes<T>(PropertyInfo property)
        where T : Attribute => Attribute.GetCustomAttributes(property, typeof(T), inherit: true).Cast<T>();

    private static int Depth(Type type) => type.BaseType is { } parent ? 1 + Depth(parent) : 0;
}
