using System.CommandLine;
using System.Text.Json;
using Fulcrum.Cli.ModelVerbs;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum models pull hf:…</c>: fetches a model into the cache that Python's huggingface_hub uses too.</summary>
internal static class ModelsPullCommand
{
    public static Command Create(Option<bool> json)
    {
        var model = ModelsCommand.Model("hf:ORG/NAME[@REVISION][:FILE].");
        var command = new Command(
            "pull",
            """
            Fetch a model of the hub into the cache; prints where it lies. Stopped, it goes on from there the next time.

            Examples:
              fulcrum models pull hf:HuggingFaceTB/SmolLM2-135M-Instruct
              fulcrum models pull hf:org/name-GGUF:name.Q8_0.gguf
            """)
        {
            model,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var terminal = new Terminal();
            var snapshot = await HubDownload.RunAsync(terminal, parsed.GetValue(model)!, cancellationToken);
            terminal.Out.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { name = snapshot.Name.ToString(), commit = snapshot.Commit, path = snapshot.Path })
                : snapshot.Path);
        });
        return command;
    }
}
