using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Rungs.Settings;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Rungs.Tests;

/// <summary>Settings that reach a rung without a task file are checked by the same declaration.</summary>
public sealed class RungSettingsTests
{
    [Theory]
    [InlineData("lora", """{"epochs":"three"}""", "The settings of the lora rung cannot be read: $.epochs: The JSON value could not be converted to System.Int32. Its settings are learning_rates, epochs, batch, max_tokens, rank, alpha, dropout, precision.")]
    [InlineData("majority", """{"label":"ham"}""", "The settings of the majority rung cannot be read: $.label: The JSON property 'label' could not be mapped to any .NET member contained in type 'Fulcrum.Ladder.Rungs.Settings.NoSettings'. It takes no settings.")]
    [InlineData("lora", """{"rank":0,"dropout":1,"learning_rates":[]}""", "lora: `learning_rates` needs at least 1 entry.\nlora: `rank` must be at least 1, not 0.\nlora: `dropout` must be less than 1, not 1.")]
    [InlineData("classical", """{"c":[0,-1,10],"alpha":[-2]}""", "classical: `c` must be more than 0, not 0.\nclassical: `c` must be more than 0, not -1.\nclassical: `alpha` must be more than 0, not -2.")]
    [InlineData("classical", """{"c":[],"alpha":[]}""", "classical: With `c` and `alpha` both empty nothing is left to try. Give numbers for one of them.")]
    [InlineData("scratch", """{"hidden":100,"heads":3}""", "scratch: `hidden` must be a multiple of twice the heads, which are 3, not 100.")]
    public void What_cannot_be_used_is_named(string rung, string settings, string message)
    {
        var refused = Assert.Throws<InputException>(() => SettingsReader.Read(RungRegistry.Catalog.Find(rung)!, JsonNode.Parse(settings)!.AsObject(), TaskKind.Classification));

        Assert.Equal(message, string.Join('\n', refused.Errors));
    }

    public static TheoryData<string> Names => [.. RungRegistry.Catalog.All.Select(rung => rung.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_default_is_within_its_own_limits(string rung)
    {
        var description = RungRegistry.Catalog.Find(rung)!;

        var defaults = SettingsReader.Read(description, [], TaskKind.Classification);

        Assert.Equal(description.Settings, defaults.GetType());
    }
}
