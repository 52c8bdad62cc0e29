namespace Fulcrum.Rungs.Tests;

public sealed class RungRegistryTests
{
    [Fact]
    public void A_rung_is_found_under_the_name_of_its_description()
    {
        using var rungs = new RungRegistry();

        foreach (var description in RungRegistry.Catalog.All)
            Assert.Equal(description, rungs.Find(description.Name)!.Description with { Rank = description.Rank });
        Assert.Null(rungs.Find("zero-shots"));
    }
}
