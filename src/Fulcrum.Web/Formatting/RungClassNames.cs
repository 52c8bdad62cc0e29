using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Web.Formatting;

/// <summary>How the classes of rungs are called and colored.</summary>
public static class RungClassNames
{
    /// <summary>The name in a legend.</summary>
    public static string Name(RungClass rungClass) => rungClass switch
    {
        RungClass.NoModel => "no language model",
        RungClass.OutOfTheBox => "out of the box",
        RungClass.ParameterEfficient => "parameter-efficient tuning",
        RungClass.FullTune => "full tuning",
        RungClass.FromScratch => "from scratch",
        _ => throw new ArgumentOutOfRangeException(nameof(rungClass)),
    };

    /// <summary>The class of the style sheet that carries its color.</summary>
    public static string Style(RungClass rungClass) => rungClass switch
    {
        RungClass.NoModel => "c-none",
        RungClass.OutOfTheBox => "c-prompt",
        RungClass.ParameterEfficient => "c-peft",
        RungClass.FullTune => "c-full",
        RungClass.FromScratch => "c-scratch",
        _ => throw new ArgumentOutOfRangeException(nameof(rungClass)),
    };
}
