using System.Text;
using Fulcrum.Data;
using Fulcrum.Models.ChatTemplates.Jinja;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Models.ChatTemplates;

/// <summary>
/// Writes a conversation as the one text that a model was tuned on. Templates are Jinja as Hugging Face transformers renders it
/// (<c>trim_blocks</c>, <c>lstrip_blocks</c>, loop controls); what is outside of the supported subset is refused by name.
/// </summary>
public sealed class ChatTemplate
{
    private readonly Statement _body;

    private ChatTemplate(string source, string name, Statement body) => (Source, Name, _body) = (source, name, body);

    /// <summary>The template as it was read.</summary>
    public string Source { get; }

    /// <summary>How errors name it: with the model it belongs to, where that is known.</summary>
    public string Name { get; }

    /// <summary>Parses the Jinja of a template, so that its faults are known before it is used.</summary>
    /// <param name="jinja">The template's source text.</param>
    /// <param name="name">How errors name it.</param>
    /// <exception cref="InputException">
    /// The template is malformed, uses what is not supported or is beyond the limits of templates; with line and column.
    /// </exception>
    public static ChatTemplate Parse(string jinja, string name = "chat template")
    {
        try
        {
            return new(jinja, name, new StatementParser(TemplateLexer.Tokenize(jinja)).ParseTemplate());
        }
        catch (TemplateFault fault)
        {
            throw fault.ToInputException(name);
        }
    }

    /// <summary>Writes a conversation as the text that the model was taught it in.</summary>
    /// <param name="messages">The turns, at least one.</param>
    /// <param name="addGenerationPrompt">Whether the text ends with the beginning of the assistant's next turn.</param>
    /// <param name="specialTokens">The tokens that the template may name, e.g. <c>bos_token</c>: <see cref="Tokenizer.SpecialTokensMap"/>. Others are undefined in it.</param>
    /// <param name="now">What a template is told that asks for the date or time; as given, in no other time zone.</param>
    /// <exception cref="InputException">The template refuses the conversation, needs something that is not supported, or goes beyond the limits of templates.</exception>
    public string Render(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt, IReadOnlyDictionary<string, string> specialTokens, DateTimeOffset now)
    {
        if (messages.Count == 0)
            throw new InputException(new InputError("Cannot apply chat template to an empty conversation. Provide at least one message."));
        var globals = new Scope();
        foreach (var (name, token) in specialTokens) globals.Set(name, token);
        globals.Set("messages", messages.Select(ToMapping).ToList());
        globals.Set("add_generation_prompt", addGenerationPrompt);
        // As transformers gives them where there are none: defined, and none.
        globals.Set("tools", null);
        globals.Set("documents", null);
        foreach (var (name, function) in Functions.Globals(now)) globals.Set(name, function);
        try
        {
            return RenderBudget.Run(() =>
            {
                var output = new StringBuilder();
                _body(globals, output);
                return output.ToString();
            });
        }
        catch (TemplateFault fault)
        {
            throw fault.ToInputException(Name);
        }
    }

    private static object? ToMapping(ChatMessage message) =>
        new Mapping { ["role"] = message.Role, ["content"] = message.Content };
}
