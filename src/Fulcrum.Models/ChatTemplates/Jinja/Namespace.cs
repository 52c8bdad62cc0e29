namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>What <c>namespace()</c> makes: values that a loop body can set for the outside.</summary>
internal sealed class Namespace(Mapping values)
{
    public Mapping Values { get; } = values;
}
