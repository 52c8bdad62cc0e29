using Fulcrum.Ladder.Trials;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Fulcrum.Ladder.Tests.Worker;

/// <summary>Runs the tests, as the entry point that xunit generates does; with the argument <c>worker</c> it is a worker with rungs that misbehave.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["worker"])
        {
            new TrialRunner(name => name == "unknown" ? null : new TestRung(name), TimeProvider.System).RunOnStandardStreams();
            return 0;
        }

        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }
}
