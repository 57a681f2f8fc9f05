import ArgumentParser

@main
struct FrontierCommand: ParsableCommand {}
