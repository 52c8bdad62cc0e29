using System.CommandLine;
using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Models.Hub;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum models remove hf:…</c>: deletes a model from the cache.</summary>
internal static class ModelsRemoveCommand
{
    public static Command Create(Option<bool> json)
    {
        var model = ModelsCommand.Model("hf:ORG/NAME, exactly as `fulcrum models list` names it.");
        var command = new Command(
            "remove",
            """
            Delete all revisions of a model from the cache, without asking; says what that frees.

            Example:
              fulcrum models remove hf:HuggingFaceTB/SmolLM2-135M-Instruct
            """)
        {
            model,
        };
        command.SetAction(parsed =>
        {
            var name = HubName.Parse(parsed.GetValue(model)!);
            if (name.ToString() != $"hf:{name.Repository}")
                throw new InputException(new InputError("Only a whole model can be removed.") { Remedy = $"Give hf:{name.Repository}." });
            var freed = new HubCache(HubSettings.CacheFolderFromEnvironment()).Remove(name.Repository);
            new Terminal().Out.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { name = name.ToString(), freed_bytes = freed })
                : $"{name} is removed: {DisplayFormat.Bytes(freed)} are free.");
        });
        return command;
    }
}
