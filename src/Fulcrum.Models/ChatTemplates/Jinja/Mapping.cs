namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>A dictionary that keeps its order.</summary>
internal sealed class Mapping() : OrderedDictionary<string, object?>(StringComparer.Ordinal);
