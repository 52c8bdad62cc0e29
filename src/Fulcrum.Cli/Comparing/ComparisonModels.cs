using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Models.Builtin;

namespace Fulcrum.Cli.Comparing;

/// <summary>The models of a comparison.</summary>
/// <param name="Asked">Those of <c>--model</c>.</param>
/// <param name="ByDefault">What comes with Fulcrum: the built-in model, unless it was asked for, left out, or is not there.</param>
internal sealed record ComparisonModels(IReadOnlyList<ModelReference> Asked, IReadOnlyList<ModelReference> ByDefault)
{
    /// <summary>The built-in model as every comparison names it, so that it is found again on another machine.</summary>
    /// <exception cref="InputException">It is not installed or damaged, or the cache cannot be written.</exception>
    public static ModelReference Builtin() => new(BuiltinMiniLM.Prepare(), BuiltinMiniLM.Name);

    /// <summary>Adds the built-in model.</summary>
    /// <param name="asked">The models of <c>--model</c>.</param>
    /// <param name="terminal">Is told where it is not installed: that is no reason not to compare.</param>
    public static ComparisonModels WithBuiltin(IReadOnlyList<ModelReference> asked, Terminal terminal)
    {
        try
        {
            return new ComparisonModels(asked, [Builtin()]);
        }
        catch (InputException missing)
        {
            terminal.Say($"Without {BuiltinMiniLM.Name}: {missing.Message}");
            return new ComparisonModels(asked, []);
        }
    }
}
