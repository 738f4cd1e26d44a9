import ArgumentParser
import Evaluation

EvaluateCommand.main()
