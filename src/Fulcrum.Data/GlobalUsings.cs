global using static Fulcrum.Data.Cultures;
