using System.CommandLine;
using Fulcrum.Cli;
using Fulcrum.Cli.Commands;

StandardStreams.Guard();

var root = new RootCommand(
    """
    To train or not to train your LLM: measured on your own data.

    Example:
      fulcrum compare samples/mailprotect --model ~/models/SmolLM2-135M-Instruct
      fulcrum predict runs/2026-11-23T10-00-00-mailprotect new-mails.csv -o answers.csv
    """)
{
    CompareCommand.Create(),
    PredictCommand.Create(),
    VerdictCommand.Create(),
    ModelsCommand.Create(),
    WorkerCommand.Create(),
};

return await ErrorReport.RunAsync(root, args);
