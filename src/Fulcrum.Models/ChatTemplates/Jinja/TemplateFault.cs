using Fulcrum.Data;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>What is wrong with a template or with what it was given; the innermost construct that knows its place adds it.</summary>
internal sealed class TemplateFault(string message) : Exception(message)
{
    public TemplateFault(string message, TemplateToken at) : this(message) => At(at);

    public int? Line { get; private set; }

    public int? Column { get; private set; }

    public void At(TemplateToken token) => (Line, Column) = (Line ?? token.Line, Column ?? token.Column);

    /// <param name="template">How the template is named.</param>
    public InputException ToInputException(string template) => new(new InputError(Message) { File = template, Line = Line, Column = Column }, this);
}
