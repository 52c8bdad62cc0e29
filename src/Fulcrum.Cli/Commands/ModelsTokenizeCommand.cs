using System.CommandLine;
using Fulcrum.Cli.ModelVerbs;
using Fulcrum.Models.Formats;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum models tokenize MODEL</c>: standard input to tokens.</summary>
internal static class ModelsTokenizeCommand
{
    public static Command Create(Option<bool> json)
    {
        var model = ModelsCommand.Model("A model folder, a tokenizer.json, a .gguf file or hf:ORG/NAME[@REVISION][:FILE].");
        var command = new Command(
            "tokenize",
            """
            Cut standard input into tokens, line by line, without special tokens. Offsets count Unicode code points.
            With --json each line of input is a JSON string and each line of output one object {ids, tokens, offsets}.

            Examples:
              echo "Hello world" | fulcrum models tokenize ~/models/SmolLM2-135M-Instruct
              echo '"Hello world"' | fulcrum models tokenize hf:org/name:tokenizer.json --json
            """)
        {
            model,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = await HubDownload.ResolveAsync(new Terminal(), parsed.GetValue(model)!, cancellationToken);
            var lines = new TokenizedLines(TokenizerSource.Open(TokenizerFile(path)), StandardStreams.OpenInput(), StandardStreams.OpenOutput());
            await (parsed.GetValue(json) ? lines.WriteJsonAsync(cancellationToken) : lines.WriteTextAsync(cancellationToken));
        });
        return command;
    }

    /// <summary>A folder that has no tokenizer.json but one GGUF has the tokenizer in there.</summary>
    private static string TokenizerFile(string path) =>
        Directory.Exists(path) && !File.Exists(Path.Combine(path, "tokenizer.json")) && Directory.GetFiles(path, "*.gguf") is [var gguf] ? gguf : path;
}
