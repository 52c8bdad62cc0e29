using System.CommandLine;
using Fulcrum.Cli.ModelVerbs;
using Fulcrum.Models.Inspection;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum models show MODEL</c>: what its headers say; no weights are loaded.</summary>
internal static class ModelsShowCommand
{
    public static Command Create(Option<bool> json)
    {
        var model = ModelsCommand.Model();
        var command = new Command(
            "show",
            """
            Show a model's architecture, parameters, memory at several precisions, tokenizer and license.

            Example:
              fulcrum models show ~/models/SmolLM2-135M-Instruct
            """)
        {
            model,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var terminal = new Terminal();
            var path = await HubDownload.ResolveAsync(terminal, parsed.GetValue(model)!, cancellationToken);
            ModelView.Show(terminal, ModelSummary.Read(path), parsed.GetValue(json));
        });
        return command;
    }
}
