namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>The value of a name that nothing was given for: empty when written or looped over, an error in anything else.</summary>
internal sealed record Undefined(string Name)
{
    public TemplateFault Fault() => new($"'{Name}' is undefined");
}
